# What the SFTP clients say.
sftp-host-key = The SFTP server of { $system } shows another host key than the one that is pinned. Nothing was sent. Ask its owner whether the key was changed before you change "host_key".
sftp-login-refused = The SFTP server of { $system } refused the login. Put the right login with its password or private key into the connection.
sftp-forbidden = The SFTP server of { $system } does not give this login the right to that file or folder.
sftp-connection = The connection to the SFTP server of { $system } broke at "{ $operation }", at every try.
sftp-timeout = The SFTP server of { $system } stayed silent too long at "{ $operation }", at every try.
sftp-missing = The SFTP server of { $system } has no folder "{ $operation }".
sftp-not-ready = The file "{ $operation }" of { $system } is not complete yet: its marker, checksum or the file itself is missing.
sftp-incomplete = The file "{ $operation }" of { $system } has another size than its marker says. It may still be being written.
sftp-checksum = The file "{ $operation }" of { $system } does not match its checksum. It may still be being written.
sftp-not-written = The file "{ $operation }" was not taken whole by the SFTP server of { $system }, at every try: its disk or this login's quota may be full. What lay there before is unchanged. Ask its owner for room.
sftp-marker = The marker or the checksum of the file "{ $operation }" of { $system } cannot be read.
sftp-workbook = The workbook "{ $operation }" of { $system } is damaged and cannot be opened.
sftp-acknowledgement = The acknowledgement "{ $operation }" of { $system } cannot be read.
sparrow-ack-missing = { $system } did not acknowledge { $file } within { $seconds } seconds. The same messages will be sent again; they have no second effect.
sparrow-ack-incomplete = The acknowledgement of { $system } does not name every row that was sent to it.
