#include "fuse_layers.h"

#include "convolve_pool.h"
#include "packed_lstm.h"
#include "plumbing.h"
#include "series.h"

namespace pagewise {
namespace {

using tesseract::Network;
using Layers = std::vector<Network *>;

// Convolve and tanh, a series of their own in every model, and the Maxpool after it, become one layer. A series keeps two
// layers at least, since Tesseract insists on it.
void FuseConvolutions(Layers &layers) {
  for (size_t i = 0; i + 1 < layers.size() && layers.size() > 2; ++i) {
    if (layers[i]->type() != tesseract::NT_SERIES || layers[i + 1]->type() != tesseract::NT_MAXPOOL) continue;
    const Layers &inner = static_cast<tesseract::Series *>(layers[i])->stack();
    if (inner.size() != 2 || inner[0]->type() != tesseract::NT_CONVOLVE || inner[1]->type() != tesseract::NT_TANH) continue;
    const auto &convolve = static_cast<const tesseract::Convolve &>(*inner[0]);
    const auto &connected = static_cast<const tesseract::FullyConnected &>(*inner[1]);
    const auto &pool = static_cast<const tesseract::Maxpool &>(*layers[i + 1]);
    if (!ConvolvePool::CanReplace(convolve, connected, pool)) continue;
    auto *fused = new ConvolvePool(convolve, connected, pool);
    delete layers[i];
    delete layers[i + 1];
    layers[i] = fused;
    layers.erase(layers.begin() + i + 1);
  }
}

}  // namespace

void FuseLayers(Network *network) {
  if (network == nullptr || !network->IsPlumbingType()) return;
  Layers &layers = static_cast<tesseract::Plumbing *>(network)->stack_;
  if (network->type() == tesseract::NT_SERIES) FuseConvolutions(layers);
  for (Network *&layer : layers) {
    if (layer->type() == tesseract::NT_LSTM || layer->type() == tesseract::NT_LSTM_SUMMARY) {
      const auto *lstm = static_cast<const tesseract::LSTM *>(layer);
      if (!PackedLstm::CanReplace(*lstm)) continue;
      layer = new PackedLstm(*lstm);
      delete lstm;
    } else {
      FuseLayers(layer);
    }
  }
}

}  // namespace pagewise
