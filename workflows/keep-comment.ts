/** Keeps one comment: made once, then written anew in place. Where a lost answer or two jobs at once made two, the older one stays. */
interface KnownComment {
  id: number;
  url: string;
}

export interface KeepCommentEffects {
  comments: {
    /** Ours, oldest first. */
    list(): Promise<KnownComment[]>;
    create(body: string): Promise<KnownComment>;
    update(id: number, body: string): Promise<KnownComment>;
    delete(id: number): Promise<void>;
  };
}

export async function keepComment(body: string, { comments }: KeepCommentEffects): Promise<KnownComment & { did: "made" | "updated" }> {
  const [known] = await comments.list();
  const made = known ? await comments.update(known.id, body) : await comments.create(body);
  const [first = made, ...others] = await comments.list();
  const kept = first.id === made.id ? made : await comments.update(first.id, body);
  for (const { id } of others) await comments.delete(id);
  return { ...kept, did: known ? "updated" : "made" };
}
