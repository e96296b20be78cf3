// Hills and water at the horizon: one colour, and for WATER the sky in it.
#include "daylight.glsl"
uniform vec3 u_tint;
in vec3 v_at, v_normal;
out vec4 o_colour;
void main() {
    vec3 n = normalize(v_normal);
    vec3 colour = u_tint * irradiance(n, 1.0, 1.0);
#ifdef WATER
    vec3 ray = reflect(normalize(v_at - eye()), vec3(0.0, 0.0, 1.0));
    colour = mix(colour, sky(ray), 0.72);
#endif
    o_colour = vec4(display(haze(colour, v_at)), 1.0);
}
