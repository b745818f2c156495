// One call of a SOAP service of the gateway by npm's `soap`, as its description says:
//   node call.js WSDL OPERATION REQUEST.json password USER PASSWORD
//   node call.js WSDL OPERATION REQUEST.json basic USER PASSWORD
//   node call.js WSDL OPERATION REQUEST.json header NAMESPACE HEADERS
//   node call.js WSDL OPERATION REQUEST.json sign KEY.pem CERTIFICATE.pem SITE GATEWAY-CERTIFICATE.pem
// Prints the answer and the request as JSON, or the problem of a fault and ends with 1. A signed answer is verified by xml-crypto.
const crypto = require('crypto');
const fs = require('fs');
const soap = require('soap');
const { SignedXml } = require('xml-crypto');

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ADDRESSING = 'http://www.w3.org/2005/08/addressing';
const [wsdl, operation, file, how, ...secrets] = process.argv.slice(2);

function sign(client, [key, certificate, site]) {
  const id = `urn:uuid:${crypto.randomUUID()}`;
  client.addSoapHeader(`<wsa:To xmlns:wsa="${ADDRESSING}">urn:tongqu:site:${site}</wsa:To>`);
  client.addSoapHeader(`<wsa:MessageID xmlns:wsa="${ADDRESSING}">${id}</wsa:MessageID>`);
  client.setSecurity(new soap.WSSecurityCert(fs.readFileSync(key), fs.readFileSync(certificate, 'utf8'), '', {
    hasTimeStamp: true,
    additionalReferences: ['wsa:To', 'wsa:MessageID'],
    signatureTransformations: [EXCLUSIVE],
    signerOptions: { idMode: 'wssecurity' },
  }));
}

function verify(answer, certificate) {
  const [signature] = answer.match(/<ds:Signature [^]*<\/ds:Signature>/);
  const signed = new SignedXml({ publicCert: fs.readFileSync(certificate, 'utf8'), idMode: 'wssecurity' });
  signed.loadSignature(signature);
  if (!signed.checkSignature(answer)) {
    throw new Error('the signature of the answer does not hold');
  }
  return signed.getSignedReferences().length;
}

(async () => {
  const client = await soap.createClientAsync(wsdl);
  if (how === 'sign') {
    sign(client, secrets);
  } else if (how === 'basic') {
    client.setSecurity(new soap.BasicAuthSecurity(secrets[0], secrets[1]));
  } else if (how === 'header') {
    client.addSoapHeader(JSON.parse(secrets[1]), '', 'h', secrets[0]);
  } else if (how === 'password') {
    client.setSecurity(new soap.WSSecurity(secrets[0], secrets[1], { hasTimeStamp: false, hasTokenCreated: false }));
  }
  try {
    const [answer] = await client[`${operation}Async`](JSON.parse(fs.readFileSync(file, 'utf8')));
    const verified = how === 'sign' ? verify(client.lastResponse, secrets[3]) : 0;
    console.log(JSON.stringify({ answer, verified, request: client.lastRequest }));
  } catch (fault) {
    const said = fault.root && fault.root.Envelope.Body.Fault;
    console.log(JSON.stringify(said ? said.detail : { failure: String(fault) }));
    process.exitCode = 1;
  }
})();
