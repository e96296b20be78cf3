#include "daylight.glsl"
#include "city_light.glsl"
uniform sampler2D t_ground;
uniform vec4 u_tile;           // origin x, y and 1/width, 1/depth of one picture
uniform float u_deck_z;        // the terrace shades what lies below it
in vec3 v_at, v_normal;
out vec4 o_colour;
void main() {
    vec3 n = vec3(0.0, 0.0, 1.0);
    vec2 uv = (v_at.xy - u_tile.xy) * u_tile.zw;
    vec3 albedo = reflectance(texture(t_ground, uv).rgb);
    vec3 broad = texture(t_ground, uv * 0.137 + 0.31).rgb;
    albedo *= 0.80 + 0.45 * broad.g;
    // Beyond the last houses: low roofs and gardens, a patch of colour each, one tone from afar.
    float beyond = smoothstep(-60.0, 160.0, abs(v_at.x) - 700.0 - 0.75 * max(v_at.y, 0.0));
    if (beyond > 0.0) {
        vec2 lot = floor(v_at.xy / vec2(13.0, 17.0));
        float kind = mix(0.5, hash(lot), clamp(1.5 - 0.05 * max(fwidth(v_at.x), fwidth(v_at.y)), 0.0, 1.0));
        vec3 low = kind < 0.42 ? vec3(0.10, 0.14, 0.06) : kind < 0.62 ? vec3(0.17, 0.16, 0.14) : vec3(0.27, 0.21, 0.17);
        albedo = mix(albedo, low * (0.7 + 0.6 * broad.g), beyond);
    }
    vec2 light = city_light(v_at, n, 0.0);
    vec2 fallen = v_at.xy + u_sun_dir.xy / u_sun_dir.z * (u_deck_z - v_at.z);
    vec2 over = abs(fallen - vec2(0.0, -3.0)) - vec2(4.8, 3.0);
    light.x *= smoothstep(-0.2, 0.2, max(over.x, over.y));
    light.y *= 0.6 + 0.4 * smoothstep(0.0, 1.0, max(abs(v_at.x) - 4.8, max(v_at.y, -v_at.y - 6.0)) / u_deck_z);
    o_colour = vec4(display(haze(albedo * irradiance(n, light.x, light.y), v_at)), 1.0);
}
