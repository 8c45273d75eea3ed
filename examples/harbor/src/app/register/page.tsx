"use client";

import { useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

const EMPTY = { organizationName: "", name: "", email: "", password: "" };

export default function RegisterPage() {
  const router = useRouter();
  const [form, setForm] = useState(EMPTY);
  const [error, setError] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);

  // Restore what was typed before an accidental reload
  useEffect(() => {
    const saved = sessionStorage.getItem("register-draft");
    if (saved) setForm((current) => ({ ...current, ...JSON.parse(saved) }));
  }, []);

  const update = (field: keyof typeof EMPTY) => (event: React.ChangeEvent<HTMLInputElement>) => {
    const next = { ...form, [field]: event.target.value };
    setForm(next);
    sessionStorage.setItem("register-draft", JSON.stringify({ organizationName: next.organizationName, name: next.name }));
  };

  async function handleSubmit(event: React.FormEvent) {
    event.preventDefault();
    setLoading(true);
    setError(null);
    const response = await fetch("/api/register", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(form),
    });
    setLoading(false);
    if (!response.ok) {
      setError("We could not create your account. Please check the form.");
      return;
    }
    sessionStorage.removeItem("register-draft");
    localStorage.setItem("harbor:tour-seen", "false");
    router.push("/dashboard");
  }

  return (
    <main className="mx-auto max-w-md px-6 py-20">
      <h1 className="text-2xl font-bold">Create your marina</h1>
      <form onSubmit={handleSubmit} className="mt-6 space-y-4">
        <Input placeholder="Marina name" value={form.organizationName} onChange={update("organizationName")} required />
        <Input placeholder="Your name" value={form.name} onChange={update("name")} required />
        <Input type="email" placeholder="E-mail" value={form.email} onChange={update("email")} required />
        <Input type="password" placeholder="Password" value={form.password} onChange={update("password")} required />
        {error && <p className="text-sm text-red-600">{error}</p>}
        <Button type="submit" className="w-full" disabled={loading}>
          {loading ? "Creating…" : "Create account"}
        </Button>
      </form>
    </main>
  );
}
