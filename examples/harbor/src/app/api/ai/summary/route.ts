import { NextResponse } from "next/server";
import OpenAI from "openai";
import { config } from "@/lib/config";

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });

export async function POST(request: Request) {
  const { notes } = await request.json();

  const completion = await openai.chat.completions.create({
    model: config.ai.model,
    max_tokens: config.ai.maxTokens,
    messages: [
      { role: "system", content: "Summarize the dockmaster's notes in three short sentences." },
      { role: "user", content: String(notes) },
    ],
  });

  return NextResponse.json({
    summary: completion.choices[0].message.content,
    totalTokens: completion.usage?.total_tokens ?? 0,
  });
}
