#!/usr/bin/env bash
# Seals a record with nothing but OpenSSL (3.0 or newer) and prints the value of the Seal header.
#
#   seal.sh KEY.pem KID SITE RECORD.json [TYP]
#
# KEY.pem  the party's private SM2 key, PKCS#8 PEM       KID   its key id, such as 990101.window#k1
# SITE     the site the record goes to, such as 990101   TYP   default tongqu-record
#
# The seal is a detached JWS (RFC 7515 appendix F, RFC 7797) over the exact bytes of the file:
# signing input = ASCII(protected) "." bytes; SM2 with SM3, user id 1234567812345678, r and s as 64 bytes.
set -euo pipefail
[ $# -ge 4 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
key=$1 kid=$2 site=$3 record=$4 typ=${5:-tongqu-record}

. "$(dirname "$0")/sm2.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

protected=$(printf '{"alg":"SM2SM3","kid":"%s","typ":"%s","aud":"%s","iat":%s,"b64":false,"crit":["b64"]}' \
    "$kid" "$typ" "$site" "$(date +%s)" | base64url)
{ printf '%s.' "$protected"; cat "$record"; } > "$work/input"
printf '%s..%s\n' "$protected" "$(sm2_signature "$key" "$work/input")"
