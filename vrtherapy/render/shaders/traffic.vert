// Cars: `a_lane` across, along, direction, axis (0 = y); `a_ride` way's length, drives, block, start of its green phase.
// One block is driven in each cycle of the signals, between standing at two stop lines.
uniform mat4 p3d_ViewProjectionMatrix;
uniform float u_time;
uniform vec4 u_ways;           // where the ways begin: y of avenues, x of streets; seconds of a cycle; share that is green
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 p3d_Color;
in vec4 a_lane, a_ride;
out vec3 v_at, v_normal;
out vec4 v_colour;
out vec2 v_uv;
void main() {
    float cycle = u_time / u_ways.z - a_ride.w;
    float share = clamp(fract(cycle) / u_ways.w, 0.0, 1.0);
    float driven = a_ride.y * a_ride.z * (floor(cycle) + share * share * (3.0 - 2.0 * share));
    float along = mod(a_lane.y + driven, a_ride.x);
    float shrink = smoothstep(0.0, 12.0, along) * smoothstep(0.0, 12.0, a_ride.x - along);
    bool by_x = a_lane.w > 0.5;
    float begin = by_x ? u_ways.y : u_ways.x;
    float at = a_lane.z > 0.0 ? begin + along : begin + a_ride.x - along;
    vec3 p = p3d_Vertex.xyz * shrink;
    vec2 ahead = by_x ? vec2(a_lane.z, 0.0) : vec2(0.0, a_lane.z);
    vec2 right = vec2(ahead.y, -ahead.x);
    vec2 centre = by_x ? vec2(at, a_lane.x) : vec2(a_lane.x, at);
    v_at = vec3(centre + right * p.x + ahead * p.y, p.z);
    v_normal = vec3(right * p3d_Normal.x + ahead * p3d_Normal.y, p3d_Normal.z);
    v_colour = p3d_Color;
    v_uv = p3d_Vertex.xy;
    gl_Position = p3d_ViewProjectionMatrix * vec4(v_at, 1.0);
}
