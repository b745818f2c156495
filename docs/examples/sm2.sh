# The SM2 signature of a JWS, with nothing but OpenSSL (3.0 or newer). To be sourced; needs a directory in $work.

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# sm2_signature KEY.pem FILE: SM2 with SM3 over the exact bytes, user id 1234567812345678, r and s as 64 bytes, in base64url.
sm2_signature() {
    local hex
    openssl pkeyutl -sign -inkey "$1" -rawin -in "$2" -digest sm3 \
        -pkeyopt distid:1234567812345678 -out "$work/signature.der"
    # OpenSSL writes SEQUENCE { r, s }; the seal wants both as 32 bytes, one after the other.
    hex=$(openssl asn1parse -inform DER -in "$work/signature.der" | sed -n 's/.*INTEGER *:\([0-9A-F]*\)$/\1/p' |
        while read -r number; do printf '%64s' "$number" | tr ' ' 0; done)
    printf "$(printf '%s' "$hex" | sed 's/../\\x&/g')" | base64url
}
