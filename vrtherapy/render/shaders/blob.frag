// The soft dark under a car; v_uv is metres from its middle.
in vec2 v_uv;
uniform float u_time;
out vec4 o_colour;
void main() {
    vec2 d = abs(v_uv) / vec2(1.05, 2.4);
    float rim = smoothstep(1.0, 0.55, d.x) * smoothstep(1.0, 0.75, d.y);
    o_colour = vec4(0.02, 0.02, 0.025, 0.62 * rim);
}
