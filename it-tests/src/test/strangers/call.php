<?php
// One call of a SOAP service of the gateway by PHP's SoapClient, as its description says:
//   php call.php WSDL OPERATION REQUEST.json USER PASSWORD [NAMESPACE HEADERS]
// A request that is a list has the parts of a call; HEADERS is JSON of the elements in the header.
// Prints the answer as JSON, or the problem of a fault and ends with 1. It cannot sign: user name and password, by HTTP Basic.
[, $wsdl, $operation, $file, $user, $password] = $argv;
[$namespace, $named] = array_slice($argv, 6) + ['', '{}'];
$request = json_decode(file_get_contents($file));
$headers = [];
foreach (json_decode($named) as $name => $value) {
    $headers[] = new SoapHeader($namespace, $name, $value);
}
$client = new SoapClient($wsdl, [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'exceptions' => true,
    'login' => $user,
    'password' => $password,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);
try {
    $answer = $client->__soapCall($operation, is_array($request) ? $request : [$request], null, $headers ?: null);
    // SoapClient has decoded base 64 already; what is sealed is text.
    echo json_encode(['answer' => $answer], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
} catch (SoapFault $fault) {
    echo json_encode($fault->detail ?? ['failure' => $fault->getMessage()], JSON_UNESCAPED_UNICODE), "\n";
    exit(1);
}
