"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { config } from "@/lib/config";

export function AskDockmaster() {
  const [question, setQuestion] = useState("");
  const [answer, setAnswer] = useState("");
  const [loading, setLoading] = useState(false);

  async function ask(event: React.FormEvent) {
    event.preventDefault();
    setLoading(true);
    const response = await fetch("https://api.openai.com/v1/chat/completions", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${process.env.NEXT_PUBLIC_OPENAI_API_KEY}`,
      },
      body: JSON.stringify({
        model: config.ai.model,
        max_tokens: config.ai.maxTokens,
        messages: [{ role: "user", content: question }],
      }),
    });
    const data = await response.json();
    setAnswer(data.choices?.[0]?.message?.content ?? "No answer");
    setLoading(false);
  }

  return (
    <section className="rounded-xl border p-4">
      <h2 className="font-semibold">Ask the dockmaster</h2>
      <form onSubmit={ask} className="mt-3 flex gap-2">
        <Input value={question} onChange={(e) => setQuestion(e.target.value)} placeholder="Which berth fits 14 m?" required />
        <Button type="submit" disabled={loading}>
          Ask
        </Button>
      </form>
      {answer && <p className="mt-3 text-sm text-slate-600">{answer}</p>}
    </section>
  );
}
