// Grass and stones in the open, no table of shadows.
#include "daylight.glsl"
in vec3 v_at, v_normal;
in vec4 v_colour;
out vec4 o_colour;
void main() {
    vec3 n = normalize(v_normal);
    vec3 colour = v_colour.rgb * v_colour.rgb * irradiance(n, 1.0, 0.9);
    o_colour = vec4(display(haze(colour, v_at)), 1.0);
}
