/** Bytes after which a log is put aside as the older one; the two together are about twice as large at most. */
export const fullAt = 524_288;

/** The file that a full log becomes; the one before it is gone then. */
export const olderFile = (path: string) => `${path}.1`;
