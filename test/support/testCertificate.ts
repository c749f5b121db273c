/**
 * A key and a certificate for `localhost` and 127.0.0.1 that nobody has signed, valid for a hundred years. They protect
 * nothing: they are for servers of tests.
 */
export const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgN/43B27QE6ObICul
S5iXl7kOOTKTGXvd1V02N67w1ZyhRANCAATsRGBmmR0F1ZFJvbnO6SxozvrqQ0DH
+oSqsREcP0Mkf0wWpi3AkLRopy65BjsHpNJ4eDBtokka82cDVboEvtl1
-----END PRIVATE KEY-----
`;

/** The certificate of `testKey`. */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUXIMYILYXH9QtfnyVeX/2ke9d+38wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEzMDIyM1oYDzIxMjYxMDI5
MTMwMjIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATsRGBmmR0F1ZFJvbnO6SxozvrqQ0DH+oSqsREcP0Mkf0wWpi3AkLRo
py65BjsHpNJ4eDBtokka82cDVboEvtl1o28wbTAdBgNVHQ4EFgQUZ7ov+hC2b4c4
YEE7Rcjszyj9JrIwHwYDVR0jBBgwFoAUZ7ov+hC2b4c4YEE7Rcjszyj9JrIwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgOM0KGM4g/XkzfKA7fzylYwtnxfVcVObtQbgiky/nDuICICYg
Y6FCFtvLj+rfJqM6US4LD+G8AG2+cGXim7lOka4y
-----END CERTIFICATE-----
`;
