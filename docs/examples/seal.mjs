// Seals a record with the npm package sm-crypto and prints the value of the Seal header.
//
//   npm install sm-crypto
//   node seal.mjs PRIVATE_KEY_HEX KID SITE RECORD.json
//
// The seal is a detached JWS (RFC 7515 appendix F, RFC 7797) over the exact bytes of the file.
import { readFileSync } from 'node:fs';
import smCrypto from 'sm-crypto';

const [privateKey, kid, site, file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node seal.mjs PRIVATE_KEY_HEX KID SITE RECORD.json');
  process.exit(2);
}

const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

const header = {
  alg: 'SM2SM3', kid, typ: 'tongqu-record', aud: site,
  iat: Math.floor(Date.now() / 1000), b64: false, crit: ['b64'],
};
const protectedPart = base64url(JSON.stringify(header));
const input = Buffer.concat([Buffer.from(`${protectedPart}.`, 'ascii'), readFileSync(file)]);
const signature = smCrypto.sm2.doSignature(Array.from(input), privateKey, {
  hash: true, der: false, userId: '1234567812345678',
});

console.log(`${protectedPart}..${base64url(Buffer.from(signature, 'hex'))}`);
