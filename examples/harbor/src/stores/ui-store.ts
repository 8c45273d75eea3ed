import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";

interface UiState {
  sidebarOpen: boolean;
  density: "comfortable" | "compact";
  pierFilter: string | null;
  uploadToken: string | null;
  toggleSidebar: () => void;
  setDensity: (density: UiState["density"]) => void;
  setPierFilter: (pier: string | null) => void;
  setUploadToken: (token: string | null) => void;
}

export const useUiStore = create<UiState>()(
  persist(
    (set) => ({
      sidebarOpen: true,
      density: "comfortable",
      pierFilter: null,
      uploadToken: null,
      toggleSidebar: () => set((state) => ({ sidebarOpen: !state.sidebarOpen })),
      setDensity: (density) => set({ density }),
      setPierFilter: (pierFilter) => set({ pierFilter }),
      setUploadToken: (uploadToken) => set({ uploadToken }),
    }),
    {
      name: "harbor-ui",
      storage: createJSONStorage(() => localStorage),
      // Only view settings are remembered
      partialize: (state) => ({
        sidebarOpen: state.sidebarOpen,
        density: state.density,
        pierFilter: state.pierFilter,
      }),
    },
  ),
);
