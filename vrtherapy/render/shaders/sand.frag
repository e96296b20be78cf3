// Sand, darker and shining where the last wave reached.
#include "daylight.glsl"
uniform float u_time;
uniform sampler2D t_picture;
in vec3 v_at, v_normal;
in vec2 v_uv;
out vec4 o_colour;
void main() {
    vec3 n = normalize(v_normal);
    vec3 near = texture(t_picture, v_uv).rgb;
    vec3 broad = texture(t_picture, v_uv * 0.17 + 0.3).rgb;
    vec3 albedo = reflectance(near) * (0.55 + 0.70 * broad.r);
    float runup = 0.105 * sin(u_time * 0.42 + 0.11 * v_at.x) + 0.035 * sin(u_time * 0.23 - 0.31 * v_at.x) - 0.02;
    float level = 0.055 * (9.0 - v_at.y);
    float wet = 1.0 - smoothstep(runup, 0.15 + 0.02 * sin(v_at.x * 0.7), level);
    n = normalize(n + vec3((near.rg - 0.62) * 0.5 * (1.0 - wet), 0.0));
    albedo *= 1.0 - 0.55 * wet;
    vec3 colour = albedo * irradiance(n, 1.0, 1.0);
    vec3 way = normalize(v_at - eye());
    float facing = 1.0 - max(-way.z, 0.0);
    float f2 = facing * facing;
    vec3 ray = reflect(way, vec3(0.0, 0.0, 1.0));
    colour = mix(colour, sky(ray), wet * (0.04 + 0.55 * f2 * f2));
    o_colour = vec4(display(haze(colour, v_at)), 1.0);
}
