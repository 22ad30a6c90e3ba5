// Replaces layers of a network that was loaded by equal ones that compute faster: PackedLstm and ConvolvePool.
#pragma once

#include "network.h"

namespace pagewise {

// Goes through a network and replaces what can be replaced, in place. What cannot, stays as it is.
void FuseLayers(tesseract::Network *network);

}  // namespace pagewise
