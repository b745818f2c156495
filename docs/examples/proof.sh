#!/usr/bin/env bash
# Proves who reads or uploads, with nothing but OpenSSL (3.0 or newer), and prints the value of the Authorization header.
#
#   proof.sh KEY.pem KID SITE METHOD TARGET
#
# KEY.pem  the party's private SM2 key, PKCS#8 PEM       KID     its key id, such as 990101.window#k1
# SITE     the site of the gateway, such as 990101       METHOD  GET, HEAD, PUT or POST
# TARGET   path and query exactly as they are sent, such as /v1/inbox?max=10
#
# The proof is a compact JWS (RFC 7515) for one request; the next request needs another.
set -euo pipefail
[ $# -eq 5 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
key=$1 kid=$2 site=$3 method=$4 target=$5
. "$(dirname "$0")/sm2.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

header=$(printf '{"typ":"tongqu-proof+jwt","alg":"SM2SM3","kid":"%s"}' "$kid" | base64url)
claims=$(printf '{"iss":"%s","aud":"%s","htm":"%s","htu":"%s","iat":%s,"jti":"%s"}' \
    "${kid%#*}" "$site" "$method" "$target" "$(date +%s)" "$(openssl rand -hex 16)" | base64url)
printf '%s.%s' "$header" "$claims" > "$work/input"
printf 'Seal %s.%s.%s\n' "$header" "$claims" "$(sm2_signature "$key" "$work/input")"
