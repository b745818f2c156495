// What a partner's programmer would write with sm-crypto, from the description of the wire alone.
//   node seal.js seal   <private key hex> <kid> <aud> <iat> <body file>   prints the value of the Seal header
//   node seal.js verify <public key hex> <seal> <body file>              prints true or false
'use strict';

const fs = require('fs');
const { sm2 } = require('sm-crypto');

const OPTIONS = { hash: true, der: false, userId: '1234567812345678' };

function signingInput(protectedHeader, bodyFile) {
  return Buffer.concat([Buffer.from(protectedHeader + '.', 'ascii'), fs.readFileSync(bodyFile)]);
}

function seal(privateKey, kid, aud, iat, bodyFile) {
  const header = { alg: 'SM2SM3', kid, typ: 'tongqu-record', aud, iat: Number(iat), b64: false, crit: ['b64'] };
  const protectedHeader = Buffer.from(JSON.stringify(header), 'utf8').toString('base64url');
  const signature = sm2.doSignature([...signingInput(protectedHeader, bodyFile)], privateKey, OPTIONS);
  return protectedHeader + '..' + Buffer.from(signature, 'hex').toString('base64url');
}

function verify(publicKey, text, bodyFile) {
  const [protectedHeader, signature] = text.split('..');
  return sm2.doVerifySignature(
    [...signingInput(protectedHeader, bodyFile)],
    Buffer.from(signature, 'base64url').toString('hex'),
    publicKey,
    OPTIONS);
}

const [command, ...rest] = process.argv.slice(2);
console.log(String(command === 'seal' ? seal(...rest) : verify(...rest)));
