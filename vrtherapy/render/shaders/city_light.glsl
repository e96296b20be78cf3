// Tables over the ground: the height below which no sun comes (/256 m), and the open share of the sky.
uniform sampler2D t_light;
uniform vec4 u_light_box;      // x0, y0, 1/width, 1/depth

// x: sun 0..1, y: open sky 0..1. `lift` raises the point over its own shadow (tree crowns).
vec2 city_light(vec3 p, vec3 n, float lift) {
    vec2 at = (p.xy + n.xy * 0.9 - u_light_box.xy) * u_light_box.zw;
    vec2 rim = abs(at - 0.5);
    float inside = 1.0 - smoothstep(0.44, 0.498, max(rim.x, rim.y));
    vec2 light = texture(t_light, at).rg;
#ifdef TIER_HIGH
    vec2 step_uv = u_light_box.zw * 0.45;
    float spread = 0.0;
    for (int k = 0; k < 8; k++) {
        float a = float(k) * 0.7854 + 0.4;
        float top = texture(t_light, at + vec2(cos(a), sin(a)) * step_uv * (k % 2 == 0 ? 1.0 : 2.0)).r;
        spread += smoothstep(-0.9, -0.1, p.z + lift - top * 256.0);
    }
    float sun = spread / 8.0;
#else
    float sun = smoothstep(-0.9, -0.1, p.z + lift - light.r * 256.0);
#endif
    float open = mix(light.g, 1.0, smoothstep(0.0, 45.0, p.z));
    return mix(vec2(1.0, 0.75), vec2(sun, 0.25 + 0.75 * open), inside);
}
