// Cloth on a mast: uv.x is how far from the mast. It hangs in still air and streams in wind.
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix;
uniform float u_time, u_wind;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec4 a_sway;
out vec3 v_at, v_normal;
out vec4 v_colour;
out vec2 v_uv;
void main() {
    float out_m = p3d_Vertex.x;
    float lift = 1.0 - exp(-u_wind * 0.22);
    float angle = mix(1.35, 0.12, lift);
    float wave = a_sway.x * (0.10 + 0.012 * u_wind) * sin(a_sway.x * 7.0 - u_time * (2.0 + 0.9 * u_wind) + a_sway.y);
    vec3 p = vec3(out_m * cos(angle) + p3d_Vertex.z * sin(angle) * 0.6, wave, -out_m * sin(angle) + p3d_Vertex.z * cos(angle * 0.6));
    p.z += 0.35 * wave * lift;
    float slope = cos(a_sway.x * 7.0 - u_time * (2.0 + 0.9 * u_wind) + a_sway.y) * 0.7 * a_sway.x;
    vec4 world = p3d_ModelMatrix * vec4(p, 1.0);
    v_at = world.xyz;
    v_normal = normalize(vec3(slope, -1.0, 0.25));
    v_colour = p3d_Color;
    v_uv = a_sway.xy;
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(p, 1.0);
}
