<?php
// One call of the gateway's SOAP service by PHP's SoapClient:
//   php call.php WSDL OPERATION REQUEST.json USER PASSWORD
// Prints the answer as JSON, or the problem of a fault and ends with 1. It cannot sign: user name and password, by HTTP Basic.
[, $wsdl, $operation, $file, $user, $password] = $argv;
$client = new SoapClient($wsdl, [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'exceptions' => true,
    'login' => $user,
    'password' => $password,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);
try {
    $answer = $client->__soapCall($operation, [json_decode(file_get_contents($file))]);
    // SoapClient has decoded base 64 already; what is sealed is text.
    echo json_encode(['answer' => $answer], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
} catch (SoapFault $fault) {
    echo json_encode($fault->detail ?? ['failure' => $fault->getMessage()], JSON_UNESCAPED_UNICODE), "\n";
    exit(1);
}
