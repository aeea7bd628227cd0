interface Person {
  id?: string;
  keyId?: string;
}

/** The same member, or the same user of the same host: another host may know somebody else by this id. */
export const isSamePerson = (a: Person, b: Person): boolean =>
  a.id !== undefined && a.id === b.id && a.keyId === b.keyId;
