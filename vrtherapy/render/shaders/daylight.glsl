// Light of an open place: sun, sky, ground; haze; a filmic curve. Reflectance and light are linear, pictures square-rooted.
uniform vec3 u_sun_dir, u_sun_light, u_sky_light, u_ground_light;
uniform vec3 u_horizon, u_zenith;
uniform vec3 u_glow;           // added to the haze towards the sun
uniform float u_haze;          // extinction per metre
uniform float u_exposure;
uniform mat4 p3d_ViewMatrixInverse;

vec3 eye() { return p3d_ViewMatrixInverse[3].xyz; }

vec3 reflectance(vec3 picture) { return picture * picture; }

vec3 irradiance(vec3 n, float sun, float open) {
    return mix(u_ground_light, u_sky_light, n.z * 0.5 + 0.5) * open + u_sun_light * (max(dot(n, u_sun_dir), 0.0) * sun);
}

vec3 sky(vec3 ray) {
    float up = max(ray.z, 0.0);
    float far = 1.0 - up;
    float far4 = far * far * far * far;
    vec3 colour = mix(u_zenith, u_horizon, far4 * 0.75 + 0.25 * far4 * far4 * far4);
    float glow = max(dot(ray, u_sun_dir), 0.0);
    glow *= glow; glow *= glow;
    return colour + u_glow * (glow * (0.25 + 0.75 * far4));
}

vec3 haze(vec3 colour, vec3 at) {
    vec3 way = at - eye();
    float distance_m = length(way);
    // Air thins with height: scale height 900 m, taken at the middle of the way.
    float depth = u_haze * distance_m * exp2(-0.0008 * max(0.0, eye().z + at.z));
    vec3 through = exp2(vec3(-0.82, -1.0, -1.28) * depth);
    float glow = max(dot(way, u_sun_dir) / distance_m, 0.0);
    return colour * through + (u_horizon + u_glow * glow * glow * 0.5) * (1.0 - through);
}

// Filmic curve with display encoding: J. Hejl and R. Burgess-Dawson, GDC 2010. Nothing is brighter than 0.9 of white.
const float BRIGHTEST = 0.953;
vec3 display(vec3 light) {
    vec3 x = max(light * u_exposure - 0.004, 0.0);
    return min((x * (6.2 * x + 0.5)) / (x * (6.2 * x + 1.7) + 0.06), BRIGHTEST);
}

float hash(vec2 p) {
    vec3 q = fract(vec3(p.xyx) * 0.1031);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}
