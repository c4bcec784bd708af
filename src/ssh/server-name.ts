/** What umm's server calls itself: `SSH-2.0-umm` begins what it sends first (RFC 4253, 4.2). */
export const serverName = 'umm';
