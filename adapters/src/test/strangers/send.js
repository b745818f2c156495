// Calls the one operation of a service of SOAP by its description: node send.js <wsdl> <operation> <parameters as JSON> <user> <password>
'use strict';
const soap = require('soap');
const [wsdl, operation, parameters, user, password] = process.argv.slice(2);

soap
  .createClientAsync(wsdl)
  .then((client) => {
    client.setSecurity(new soap.BasicAuthSecurity(user, password));
    return client[operation + 'Async'](JSON.parse(parameters));
  })
  .then(([result]) => console.log(JSON.stringify(result)))
  .catch((failure) => {
    const fault = failure.root && failure.root.Envelope && failure.root.Envelope.Body.Fault;
    console.log(fault ? 'FAULT ' + fault.faultcode + ' ' + fault.faultstring : 'FAILED ' + failure.message);
    process.exitCode = 1;
  });
