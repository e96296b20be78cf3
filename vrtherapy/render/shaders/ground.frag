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
    vec2 light = city_light(v_at, n, 0.0);
    vec2 fallen = v_at.xy + u_sun_dir.xy / u_sun_dir.z * (u_deck_z - v_at.z);
    vec2 over = abs(fallen - vec2(0.0, -3.0)) - vec2(4.8, 3.0);
    light.x *= smoothstep(-0.2, 0.2, max(over.x, over.y));
    light.y *= 0.6 + 0.4 * smoothstep(0.0, 1.0, max(abs(v_at.x) - 4.8, max(v_at.y, -v_at.y - 6.0)) / u_deck_z);
    o_colour = vec4(display(haze(albedo * irradiance(n, light.x, light.y), v_at)), 1.0);
}
