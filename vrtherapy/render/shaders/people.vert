// People on foot: `a_walk` start and direction, `a_gait` length of the way, speed, phase, this limb's swing. They turn
// round at the ends.
uniform mat4 p3d_ViewProjectionMatrix;
uniform float u_time;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 p3d_Color;
in vec4 a_walk, a_gait;
out vec3 v_at, v_normal;
out vec4 v_colour;
out vec2 v_uv;
void main() {
    float gone = a_gait.z + u_time * a_gait.y;
    float both = mod(gone, 2.0 * a_gait.x);
    float away = both < a_gait.x ? 1.0 : -1.0;
    float place = both < a_gait.x ? both : 2.0 * a_gait.x - both;
    float turn = a_gait.y > 0.0 ? clamp((0.5 * a_gait.x - abs(place - 0.5 * a_gait.x)) * 2.0, 0.0, 1.0) : 1.0;
    vec3 p = p3d_Vertex.xyz;
    float stride = gone * 4.2;
    p.y += a_gait.w * sin(stride) * min(a_gait.y, 1.2);
    p.z += 0.02 * abs(cos(stride)) * a_gait.y;
    vec2 ahead = a_walk.zw * away;
    vec2 right = vec2(ahead.y, -ahead.x);
    float half_turn = (1.0 - turn) * 1.5708;
    vec2 face = ahead * cos(half_turn) + right * sin(half_turn);
    vec2 side = vec2(face.y, -face.x);
    v_at = vec3(a_walk.xy + a_walk.zw * place * step(0.01, a_gait.y) + side * p.x + face * p.y, p.z + 0.16);
    v_normal = vec3(side * p3d_Normal.x + face * p3d_Normal.y, p3d_Normal.z);
    v_colour = p3d_Color;
    v_uv = vec2(0.0);
    gl_Position = p3d_ViewProjectionMatrix * vec4(v_at, 1.0);
}
