// A gull: `a_sway` distance from the body, side, share of the hand; u_flap is the wing's angle.
uniform mat4 p3d_ModelViewProjectionMatrix, p3d_ModelMatrix;
uniform float u_flap;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 p3d_Color;
in vec4 a_sway;
out vec3 v_at, v_normal;
out vec4 v_colour;
out vec2 v_uv;
void main() {
    vec3 p = p3d_Vertex.xyz;
    p.z += sin(u_flap) * 0.55 * a_sway.x + 0.5 * a_sway.z * sin(u_flap - 0.9);
    p.x -= a_sway.y * 0.12 * a_sway.x * abs(sin(u_flap));
    vec4 world = p3d_ModelMatrix * vec4(p, 1.0);
    v_at = world.xyz;
    v_normal = mat3(p3d_ModelMatrix) * p3d_Normal;
    v_colour = p3d_Color;
    v_uv = vec2(0.0);
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(p, 1.0);
}
