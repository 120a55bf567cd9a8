landing-batch-id = { $batch } is no batch id; a batch is named <system>.<dataset>/<date>/<sequence>.
landing-no-batch = The batch { $batch } is not in landing, or its landing was interrupted. Run its sync again.
landing-manifest-unreadable = The manifest of batch { $batch } in landing was changed and cannot be read. Restore it from backup; landing is never edited.
landing-page-changed = { $page } of batch { $batch } is missing from landing or is no longer what was landed. Restore it from backup; landing is never edited.
landing-page-unreadable = The source sent a page that cannot be read ({ $page }): { $reason }. Ask the owner of the source; then sync the dataset again.
landing-format-unknown = The contract names the format { $format }, and hub/landing/formats holds no such module.
landing-path-unsound = The path { $path } of the field { $field } cannot be read, or lies within another field's path.
landing-date-pattern = The date pattern { $pattern } is not known; use yyyy, MM, dd, HH, mm and ss once each, or ISODate.
