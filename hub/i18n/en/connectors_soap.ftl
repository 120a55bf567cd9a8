# What the SOAP clients say.
soap-login-refused = { $system } refused the login. Put the right login and password into the connection.
soap-token-refused = { $system } refused a new token at "{ $operation }". The login may lack the right to this call.
soap-wsdl-unusable = The WSDL of { $system } cannot be used: it names no SOAP 1.1 service, or it cannot be read.
soap-wsdl-foreign = The WSDL of { $system } asks for a document from another place. It was not fetched.
soap-wsdl-mismatch = The call "{ $operation }" does not fit the WSDL of { $system }. Its service may have changed.
soap-fault = { $system } answered "{ $operation }" with the fault { $code }.
