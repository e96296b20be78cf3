#include "daylight.glsl"
#include "city_light.glsl"
uniform sampler2DArray t_facades;   // alpha is glass
in vec3 v_at, v_normal;
in vec4 v_colour;
in vec2 v_uv;
out vec4 o_colour;

#ifdef TIER_HIGH
// Interior mapping (J. van Dongen, "Interior mapping", CGI 2008): one room behind each bay.
vec3 room(vec3 way, vec3 n, vec2 cell, vec2 place) {
    vec3 along = normalize(vec3(-n.y, n.x, 1e-5));
    vec3 r = vec3(dot(way, along), way.z, max(-dot(way, n), 0.05));
    vec3 p = vec3(place, 0.0);
    vec3 t = (step(vec3(0.0), r) - p) / (r + vec3(1e-5));
    t.z = 1.3 / r.z;
    float hit = min(min(max(t.x, 0.0), max(t.y, 0.0)), t.z);
    vec3 q = p + r * hit;
    float tone = hash(cell + 3.1);
    vec3 wall = mix(vec3(0.42, 0.38, 0.32), vec3(0.30, 0.34, 0.38), tone);
    vec3 colour = hit == t.z ? wall : (hit == t.y ? (r.y > 0.0 ? vec3(0.5) : vec3(0.14, 0.11, 0.09)) : wall * 0.75);
    if (hit == t.y && r.y > 0.0) {
        vec2 lamp = abs(fract(q.xz * 2.0) - 0.5);
        colour += step(max(lamp.x, lamp.y * 0.6), 0.14) * step(0.55, tone) * 2.0;
    }
    if (hit == t.z && q.y < 0.32 + 0.2 * hash(cell + floor(q.x * 5.0))) colour *= 0.45;
    return colour * mix(0.16, 0.75, step(0.55, hash(cell + 9.0))) * (1.0 - 0.45 * q.z / 1.3);
}
#endif

void main() {
    vec3 n = normalize(v_normal);
    vec4 texel = texture(t_facades, vec3(v_uv, floor(v_colour.a * 15.9375 + 0.5)));
    vec3 albedo = reflectance(texel.rgb) * v_colour.rgb * 2.0;
    vec2 light = city_light(v_at, n, n.z > 0.5 ? 0.6 : 0.0);
    vec3 colour = albedo * irradiance(n, light.x, light.y);
    float glass = texel.a;
    if (glass > 0.02) {
        vec3 way = normalize(v_at - eye());
        vec2 cell = floor(v_uv * 4.0);
        // Below one pixel a pane has no face of its own.
        vec2 grain = fwidth(v_uv) * 4.0;
        float seen = clamp(1.4 - 2.2 * max(grain.x, grain.y), 0.0, 1.0);
        float tilt = mix(0.5, hash(cell + floor(v_colour.r * 90.0)), seen);
        vec3 m = normalize(n + (vec3(tilt, fract(tilt * 7.0), fract(tilt * 13.0)) - 0.5) * 0.03);
        vec3 ray = reflect(way, m);
        float facing = 1.0 - abs(dot(way, n));
        float f2 = facing * facing;
        float share = glass * (0.20 + 0.80 * f2 * f2 * facing);
        // Below the skyline a pane mirrors the houses opposite: part in sun, part in shade.
        vec3 opposite = u_sky_light * 0.20 + u_sun_light * (0.05 + 0.13 * fract(tilt * 29.0));
        vec3 mirrored = mix(opposite, sky(ray), smoothstep(-0.05, 0.30, ray.z) * (0.35 + 0.65 * light.y));
#ifdef TIER_HIGH
        if (glass > 0.9) colour = mix(colour, room(way, n, cell, fract(v_uv * 4.0)) * u_sky_light * 0.5, 0.75 * seen);
#else
        colour *= 0.75 + 0.5 * tilt;
#endif
        float glint = max(dot(ray, u_sun_dir), 0.0);
        glint *= glint; glint *= glint; glint *= glint; glint *= glint; glint *= glint;
        colour = mix(colour, mirrored, share) + u_sun_light * (glint * glint * glint * share * light.x * 1.5);
    }
    o_colour = vec4(display(haze(colour, v_at)), 1.0);
}
