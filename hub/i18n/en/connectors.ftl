# What the connectors say: reaching a system, its credentials, its answers.
setting-missing = The connection { $connection } lacks the setting "{ $setting }". An example: { $example }
setting-invalid = The setting "{ $setting }" of the connection { $connection } cannot be used. An example: { $example }
setting-unknown = The connection { $connection } has a setting "{ $setting }" that this system does not know. Known settings: { $known }.
setting-plain-http = The connection { $connection } uses plain HTTP to another machine. Use https, or allow it by the setting "allow_plain_http".
source-dataset-unknown = The connector of { $system } does not know the dataset "{ $dataset }".
source-operation-unknown = The connector of { $system } does not know the operation "{ $operation }".

source-unavailable = { $system } did not give a whole answer to "{ $operation }" in { $attempts } attempts: { $reason ->
    [connect] no connection could be made
    [reset] the connection was broken
    [timeout] it took too long
    [busy] it says that too much is asked of it
    [server-error] it reports a fault of its own
    [incomplete] its answers were cut short
   *[other] { $reason }
}.
source-refused = { $system } refused the credentials at "{ $operation }" (status { $status }).
source-refused-request = { $system } does not accept the request "{ $operation }" (status { $status }).
source-refused-certificate = The TLS certificate of { $system } could not be verified. Set the authority that signed it in "ca_file".
source-answer-unreadable = { $system } answered "{ $operation }" with something that cannot be read: { $reason ->
    [incomplete] its answers were cut short
    [not-json] it is not JSON
    [not-xml] it is not sound XML
    [dtd] it declares a document type, which is not allowed
    [wrong-page] it is another page than the one asked for
    [shape] its outer shape is not the agreed one
    [redirect] it points to another address
    [too-large] it is larger than allowed
   *[other] { $reason }
}.
source-paging-unstable = The pages that { $system } gave for "{ $operation }" did not agree with each other, even when asked again.
cpgram-district-unknown = CPGRAM's list of districts does not hold the district { $district } (LGD code), so the matter cannot be registered there.
