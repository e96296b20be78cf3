// A slow sea over a shelving beach: swell, foam at the moving edge, the sky in it.
#include "daylight.glsl"
uniform float u_time;
uniform sampler2D t_clouds;
in vec3 v_at;
out vec4 o_colour;

// As in assets/quiet_shore/shore.py.
float beach(vec2 p) { return 0.055 * (9.0 - p.y); }

void main() {
    vec2 p = v_at.xy;
    float away = length(v_at - eye());
    float runup = 0.105 * sin(u_time * 0.42 + 0.11 * p.x) + 0.035 * sin(u_time * 0.23 - 0.31 * p.x) - 0.02;
    float depth = runup * exp(-max(p.y - 9.0, 0.0) * 0.12) - beach(p);
    if (depth < 0.0) discard;
    vec2 slope = vec2(0.0);
    float crest = 0.0;
    vec3 wave[4] = vec3[](vec3(0.05, 0.62, 0.42), vec3(0.22, 1.1, 0.61), vec3(-0.5, 1.7, 0.83), vec3(1.3, 2.3, 1.1));
    for (int k = 0; k < 4; k++) {
        float at = dot(wave[k].xy, p) + u_time * wave[k].z * 1.3;
        float strong = (0.05 - 0.008 * float(k)) * smoothstep(0.0, 1.2, depth + 0.15);
        slope += wave[k].xy * cos(at) * strong;
        if (k == 0) crest = sin(at);
    }
    vec2 ripple = texture(t_clouds, p * 0.21 + vec2(0.011, -0.017) * u_time).rb + texture(t_clouds, p.yx * 0.13 - vec2(0.013, 0.009) * u_time).br - 0.9;
    slope += ripple * 0.10 / (1.0 + away * 0.02);
    vec3 n = normalize(vec3(-slope / (1.0 + away * 0.012), 1.0));
    vec3 way = normalize(v_at - eye());
    vec3 ray = reflect(way, n);
    ray.z = abs(ray.z);
    float facing = 1.0 - max(dot(-way, n), 0.0);
    float f2 = facing * facing;
    float share = 0.03 + 0.80 * f2 * f2 * facing;
    vec3 deep = mix(vec3(0.10, 0.26, 0.27), vec3(0.02, 0.10, 0.14), smoothstep(0.3, 4.0, depth));
    vec3 colour = mix(deep * (u_sky_light + u_sun_light * 0.25), sky(ray), share);
    float glint = max(dot(ray, u_sun_dir), 0.0);
    // The sun's path on the water: sparks near by, a soft band far out where no single wave is seen.
    float spark = smoothstep(0.45, 0.9, texture(t_clouds, p * 0.37 + vec2(0.021, 0.013) * u_time).r + ripple.y * 0.5);
    vec2 off = vec2(dot(way.xy, vec2(u_sun_dir.y, -u_sun_dir.x)), 0.0) / length(u_sun_dir.xy);
    float path = exp(-off.x * off.x * 90.0) * step(0.0, dot(way.xy, u_sun_dir.xy)) * exp(way.z * 5.0);
    colour += u_sun_light * (pow(glint, 220.0) * 0.6 + path * (0.10 + 0.55 * spark * smoothstep(250.0, 30.0, away)));
    float lace = texture(t_clouds, p * 0.16 + 0.02 * sin(u_time * 0.3)).g * 1.3 - 0.75 + ripple.x * 0.5;
    float edge_foam = smoothstep(0.05, 0.0, depth) + smoothstep(0.16, 0.05, depth) * smoothstep(-0.05, 0.35, lace);
    float breaking = smoothstep(0.86, 1.0, crest) * smoothstep(1.1, 0.35, depth) * smoothstep(-0.1, 0.3, lace);
    float foam = clamp(edge_foam + breaking, 0.0, 1.0);
    colour = mix(colour, vec3(0.82, 0.84, 0.84) * (u_sky_light + u_sun_light * 0.45), foam * 0.85);
    float alpha = clamp(max(foam * smoothstep(0.0, 0.012, depth), smoothstep(0.0, 0.55, depth) * 0.75 + 0.22 + share), 0.0, 1.0);
    o_colour = vec4(display(haze(colour, v_at)), alpha);
}
