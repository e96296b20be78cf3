// A standing surface; WIND bends what has `a_sway` (phase, reach in m).
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 p3d_Color;
in vec2 p3d_MultiTexCoord0;
#ifdef WIND
in vec4 a_sway;
uniform float u_time, u_wind;
#endif
out vec3 v_at, v_normal, v_own;
out vec4 v_colour;
out vec2 v_uv;
void main() {
    vec3 p = p3d_Vertex.xyz;
#ifdef WIND
    float gusty = sin(u_time * 2.3 + a_sway.x) + 0.6 * sin(u_time * 5.1 + a_sway.x * 2.7);
    float push = 0.25 * u_wind;
    p.xy += a_sway.y * vec2(push * (0.8 + 0.35 * gusty), 0.2 * push * sin(u_time * 3.7 + a_sway.x * 1.9));
#endif
    vec4 world = p3d_ModelMatrix * vec4(p, 1.0);
    v_at = world.xyz;
    v_own = p3d_Vertex.xyz;
    v_normal = mat3(p3d_ModelMatrix) * p3d_Normal;
    v_colour = p3d_Color;
    v_uv = p3d_MultiTexCoord0;
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(p, 1.0);
}
