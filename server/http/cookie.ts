import type { Request, Response } from 'express';

interface CookieOptions {
  secure: boolean;
  maxAgeSeconds: number;
}

/** `__Host-` binds the cookie to this host over https; http://localhost cannot have the prefix. */
const fullName = (name: string, secure: boolean) => (secure ? `__Host-${name}` : name);

export function readCookie(req: Request, name: string, secure: boolean): string | undefined {
  const wanted = `${fullName(name, secure)}=`;
  const found = (req.headers.cookie ?? '').split('; ').find((part) => part.startsWith(wanted));
  return found?.slice(wanted.length);
}

export function setCookie(
  res: Response,
  name: string,
  value: string,
  { secure, maxAgeSeconds }: CookieOptions,
): void {
  res.append(
    'Set-Cookie',
    `${fullName(name, secure)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure ? '; Secure' : ''}`,
  );
}
