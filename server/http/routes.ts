import type { Router } from 'express';

export interface Route {
  method: string;
  /** With `:name` for what varies. */
  path: string;
}
export type Mount = [prefix: string, router: Router];

/** Everything that the routers at these prefixes answer. */
export function listRoutes(mounts: Mount[]): Route[] {
  return mounts.flatMap(([prefix, router]) =>
    router.stack.flatMap(({ route }) => {
      if (!route) return [];
      const paths = [route.path as string | string[]].flat();
      const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
      return paths.flatMap((path) => [...methods].map((method) => ({ method, path: `${prefix}${path}` })));
    }),
  );
}

function fits(pattern: string, path: string): boolean {
  const given = path.split('/');
  const wanted = pattern.split('/');
  return (
    given.length === wanted.length && wanted.every((part, i) => part.startsWith(':') || part === given[i])
  );
}

/** Methods that the path takes; none: there is nothing. */
export function methodsAt(routes: Route[], path: string): string[] {
  const known = path.length > 1 ? path.replace(/\/$/, '') : path;
  const methods = new Set(routes.filter((route) => fits(route.path, known)).map(({ method }) => method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
