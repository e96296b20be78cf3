// Leaves in the wind: `a_drift` where each starts (shares of its room) and its phase. The room is 36 x 11 x 9 m before the edge.
// None comes close to the eye, where it would be a large dark triangle across the view.
uniform mat4 p3d_ViewProjectionMatrix, p3d_ModelMatrix, p3d_ModelViewMatrix;
uniform float u_time, u_wind, u_blown;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec4 a_drift;
out vec3 v_at, v_normal;
out vec4 v_colour;
out vec2 v_uv;
void main() {
    float pace = 0.6 + 0.4 * a_drift.w;
    float along = mod(a_drift.x * 36.0 + u_blown * pace, 36.0);
    float turn = u_time * (2.0 + 5.0 * a_drift.w) + a_drift.w * 40.0;
    vec3 centre = vec3(along - 18.0, 0.6 + 11.0 * a_drift.y * a_drift.y, -6.0 + 9.0 * a_drift.z);
    centre += vec3(0.0, 0.5, 0.7) * sin(along * 0.55 + a_drift.w * 6.3);
    float shown = smoothstep(0.0, 0.15, smoothstep(3.5, 11.0, u_wind) - 0.9 * a_drift.w);
    float rim = smoothstep(0.0, 3.0, along) * smoothstep(0.0, 3.0, 36.0 - along);
    float far = smoothstep(2.5, 5.0, length((p3d_ModelViewMatrix * vec4(centre, 1.0)).xyz));
    vec2 c = vec2(cos(turn), sin(turn));
    vec3 p = p3d_Vertex.xyz * shown * rim * far;
    p = vec3(c.x * p.x - c.y * p.z, p.y, c.y * p.x + c.x * p.z);
    p = vec3(p.x, c.x * p.y - c.y * p.z, c.y * p.y + c.x * p.z);
    v_at = (p3d_ModelMatrix * vec4(centre + p, 1.0)).xyz;
    v_normal = normalize(vec3(-c.y, -0.3, 0.6 + c.x));
    v_colour = p3d_Color;
    v_uv = vec2(0.0);
    gl_Position = p3d_ViewProjectionMatrix * vec4(v_at, 1.0);
}
