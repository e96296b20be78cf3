// Clear glass: what it mirrors, and a green edge tint. FLOOR is the panel in the deck; u_clear 0 is frosted solid.
#include "daylight.glsl"
#include "city_light.glsl"
uniform float u_clear;
in vec3 v_at, v_normal;
in vec2 v_uv;
out vec4 o_colour;
void main() {
    vec3 n = normalize(v_normal);
    vec3 way = normalize(v_at - eye());
    if (dot(n, way) > 0.0) n = -n;
    vec3 ray = reflect(way, n);
    float facing = 1.0 - abs(dot(way, n));
    float f2 = facing * facing;
    float share = 0.05 + 0.85 * f2 * f2 * facing;
    vec3 mirrored = mix(u_sky_light * 0.25, sky(ray), smoothstep(-0.1, 0.2, ray.z));
    float glint = pow(max(dot(ray, u_sun_dir), 0.0), 400.0);
    vec2 light = city_light(v_at, vec3(0.0, 0.0, 1.0), 0.35);
    float alpha = share + 0.09;
    vec3 colour = (mirrored * share + vec3(0.55, 0.72, 0.66) * u_sky_light * 0.055 + u_sun_light * glint * light.x * 2.0) / alpha;
#ifdef FLOOR
    vec2 rim = min(v_uv, vec2(2.3, 3.44) - v_uv);
    float border = 1.0 - smoothstep(0.0, 0.035, min(rim.x, rim.y));
    vec2 joint = abs(fract(v_uv / vec2(2.3, 1.1467) + vec2(0.0, 0.5)) - 0.5) * vec2(2.3, 1.1467);
    float seam = 1.0 - smoothstep(0.006, 0.016, joint.y);
    // Frosted: a fine print of dots, which is one even tone from afar.
    vec2 dot_at = fract(v_uv / 0.024) - 0.5;
    float fine = clamp(1.6 - 60.0 * max(fwidth(v_uv.x), fwidth(v_uv.y)), 0.0, 1.0);
    float dots = mix(0.5, smoothstep(0.40, 0.26, length(dot_at)), fine);
    vec3 frosted = mix(vec3(0.27, 0.34, 0.34), vec3(0.43, 0.48, 0.47), dots) * irradiance(vec3(0.0, 0.0, 1.0), light.x, light.y);
    frosted = mix(frosted, mirrored, share);
    float solid = 1.0 - u_clear;
    float milk = clamp(0.985 * solid * (2.0 - solid) + 0.35 * border + 0.5 * seam, 0.0, 0.985);
    colour = mix(colour, frosted * mix(1.0, 0.6, max(border, seam)), milk);
    alpha = max(alpha, milk);
#endif
    o_colour = vec4(display(haze(colour, v_at)), clamp(alpha, 0.0, 1.0));
}
