#include "daylight.glsl"
#include "city_light.glsl"
uniform sampler2D t_leaves;    // red: brightness
in vec3 v_at, v_normal;
in vec4 v_colour;
in vec2 v_uv;
out vec4 o_colour;
void main() {
    vec3 n = normalize(v_normal);
    vec3 leaves = texture(t_leaves, v_uv).rgb;
    vec3 albedo = v_colour.rgb * v_colour.rgb * (0.45 + 1.3 * leaves.r * leaves.r);
    vec2 light = city_light(v_at, n, 7.0);
    float through = 0.28 * max(dot(-n, u_sun_dir), 0.0);
    vec3 colour = albedo * (irradiance(n, light.x, 0.45 + 0.55 * light.y) + u_sun_light * vec3(1.1, 1.2, 0.5) * through * light.x);
    o_colour = vec4(display(haze(colour, v_at)), 1.0);
}
