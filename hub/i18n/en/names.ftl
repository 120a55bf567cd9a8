names-code-unknown = The scheme "{ $scheme }" has no code "{ $code }"; the alias was not kept.
