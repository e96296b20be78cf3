// A plain, painted or boarded surface. Alpha of the vertex colour is gloss; PICTURE multiplies a texture; PLACE is where
// the light is looked up from, for what stands on the moving terrace.
#include "daylight.glsl"
#include "city_light.glsl"
#ifdef PICTURE
uniform sampler2D t_picture;
#endif
uniform float u_gloss;
in vec3 v_at, v_normal;
in vec4 v_colour;
in vec2 v_uv;
out vec4 o_colour;
void main() {
    vec3 n = normalize(v_normal);
#ifdef TWO_SIDED
    if (!gl_FrontFacing) n = -n;
#endif
    vec3 albedo = v_colour.rgb;
#ifdef PICTURE
    albedo *= reflectance(texture(t_picture, v_uv).rgb);
#else
    albedo *= albedo;
#endif
    vec2 light = city_light(v_at, n, 0.35);
    vec3 colour = albedo * irradiance(n, light.x, light.y);
    float gloss = u_gloss * v_colour.a;
    if (gloss > 0.01) {
        vec3 way = normalize(v_at - eye());
        vec3 ray = reflect(way, n);
        float facing = 1.0 - abs(dot(way, n));
        float f2 = facing * facing;
        float share = gloss * (0.06 + 0.60 * f2 * f2);
        vec3 mirrored = mix(u_sky_light * 0.2, sky(ray), smoothstep(-0.1, 0.3, ray.z)) * (0.3 + 0.7 * light.y);
        float glint = max(dot(ray, u_sun_dir), 0.0);
        glint *= glint; glint *= glint; glint *= glint; glint *= glint; glint *= glint;
        colour = mix(colour, mirrored, share) + u_sun_light * (glint * gloss * 0.5 * light.x);
    }
    o_colour = vec4(display(haze(colour, v_at)), 1.0);
}
