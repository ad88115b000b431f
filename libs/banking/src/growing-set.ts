// A set that only grows, as a value: names that are never used again, on accounts that live long.

/**
 * Immutable from outside. Sets that grew from one another share one map and differ in how much of
 * it is theirs, so that the next item costs the same however many there are.
 */
export class GrowingSet<Item> implements Iterable<Item> {
  /** Each item with its place: this set has those whose place is below its size. */
  readonly #places: Map<Item, number>;
  readonly size: number;

  private constructor(places: Map<Item, number>, size: number) {
    this.#places = places;
    this.size = size;
  }

  static of<Item>(items: Iterable<Item> = []): GrowingSet<Item> {
    const places = new Map<Item, number>();
    for (const item of items) if (!places.has(item)) places.set(item, places.size);
    return new GrowingSet(places, places.size);
  }

  has(item: Item): boolean {
    const place = this.#places.get(item);
    return place !== undefined && place < this.size;
  }

  /** The set with one more item; this one stays as it is. */
  with(item: Item): GrowingSet<Item> {
    if (this.has(item)) return this;
    // What a rule has decided is evolved again: the same step finds that it has its place already.
    const place = this.#places.get(item) ?? this.#places.size;
    if (place !== this.size) return GrowingSet.of([...this, item]);
    this.#places.set(item, place);
    return new GrowingSet(this.#places, this.size + 1);
  }

  /** The items in the order in which they came. */
  *[Symbol.iterator](): Generator<Item> {
    for (const [item, place] of this.#places) {
      if (place >= this.size) return;
      yield item;
    }
  }
}
