#include "daylight.glsl"
uniform sampler2D t_clouds;    // red: cover, green: lit, blue: thin veil
uniform vec2 u_drift;
in vec3 v_ray;
out vec4 o_colour;
void main() {
    vec3 ray = normalize(v_ray);
    vec3 colour = sky(ray);
    float up = max(ray.z, 0.02);
    vec2 at = ray.xy / (up + 0.06);
    vec3 high = reflectance(texture(t_clouds, at * 0.045 + u_drift * 0.4 + 0.37).rgb);
    vec3 low = reflectance(texture(t_clouds, at * 0.085 + u_drift).rgb);
    float fade = smoothstep(0.015, 0.16, ray.z);
    float toward = max(dot(ray, u_sun_dir), 0.0);
    vec3 bright = u_horizon * 0.55 + u_sun_light * (0.22 + 0.30 * toward * toward * toward);
    vec3 dark = mix(u_zenith, u_horizon, 0.55) * 0.78 + 0.04;
    colour = mix(colour, bright, high.b * 0.14 * fade);
    colour = mix(colour, mix(dark, bright, low.g), low.r * 0.9 * fade);
    colour += u_sun_light * (smoothstep(0.99988, 0.99995, toward) * 6.0 * (1.0 - low.r) + 0.16 * pow(toward, 220.0) + 0.35 * pow(toward, 2400.0));
    o_colour = vec4(display(colour) + (hash(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
