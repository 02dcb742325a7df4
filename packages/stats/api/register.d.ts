// The public API of @zeromq-ts/stats/register. Written by `pnpm api`.


