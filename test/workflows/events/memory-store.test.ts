import { eventStoreContract } from "./event-store-contract";
import { memorySearch, memoryStore } from "./memory-store";

eventStoreContract(async () => {
  const store = memoryStore();
  return { store, search: memorySearch(store) };
});
