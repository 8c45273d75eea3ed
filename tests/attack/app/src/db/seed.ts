import { hashPassword } from "../services/passwords.js";
import { db } from "./index.js";
import { contacts, documents, invoices, notes, projects, tasks, users, workspaces } from "./schema.js";

/** Two customers who know nothing of each other. */
const people = [
  { id: "u-anna", workspaceId: "w-north", email: "anna@north.example", name: "Anna" },
  { id: "u-boris", workspaceId: "w-south", email: "boris@south.example", name: "Boris" },
];

export async function seed() {
  const existing = await db.select({ id: users.id }).from(users).limit(1);
  if (existing.length > 0) return;

  await db.insert(workspaces).values([
    { id: "w-north", name: "North" },
    { id: "w-south", name: "South" },
  ]);
  for (const person of people) {
    await db.insert(users).values({ ...person, passwordHash: hashPassword(`demo-${person.name}`) });
  }
  // Odd ids are Anna's, even ones Boris's.
  for (let round = 1; round <= 4; round += 1) {
    for (const person of people) {
      const label = `${person.name} ${round}`;
      await db.insert(notes).values({ userId: person.id, title: label, body: `private to ${person.name}` });
      await db.insert(invoices).values({ userId: person.id, customer: label, total: 100 * round });
      await db.insert(documents).values({ ownerId: person.id, title: label, content: `private to ${person.name}` });
      await db.insert(projects).values({ workspaceId: person.workspaceId, name: label });
      await db.insert(tasks).values({ userId: person.id, title: label });
      await db.insert(contacts).values({ userId: person.id, name: label, phone: `555-010${round}` });
    }
  }
}
